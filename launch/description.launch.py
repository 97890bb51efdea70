"""The body's shape and wheels for RViz, and its tf_static, where robot_state_publisher is installed: ros2 launch homebound description.launch.py

A simulator or driver of ours says tf_static by itself; beside Gazebo this is where it comes from.
"""

from ament_index_python.packages import get_packages_with_prefixes
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import Command, LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = {
    'namespace': ('', 'Of the robot.'),
    'use_sim_time': ('false', 'Time is what /clock says.'),
}


def publisher():
    urdf = PathJoinSubstitution([FindPackageShare('homebound'), 'description', 'homebound.urdf'])
    return Node(
        package='robot_state_publisher',
        executable='robot_state_publisher',
        namespace=LaunchConfiguration('namespace'),
        parameters=[
            {
                'robot_description': ParameterValue(Command(['cat ', urdf]), value_type=str),
                'use_sim_time': LaunchConfiguration('use_sim_time'),
            }
        ],
        remappings=[('/tf', 'tf'), ('/tf_static', 'tf_static')],
    )


def generate_launch_description():
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            *([publisher()] if 'robot_state_publisher' in get_packages_with_prefixes() else []),
        ]
    )
