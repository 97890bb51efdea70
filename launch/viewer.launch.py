"""The live map of a robot on this graph: ros2 launch homebound viewer.launch.py port:=8081"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

ARGUMENTS = {
    'namespace': ('', 'Of the robot.'),
    'use_sim_time': ('false', 'Time is what /clock says.'),
    'port': ('8080', 'Of the page on 127.0.0.1.'),
}


def generate_launch_description():
    viewer = Node(
        package='homebound',
        executable='viewer',
        namespace=LaunchConfiguration('namespace'),
        parameters=[{name: LaunchConfiguration(name) for name in ('use_sim_time', 'port')}],
        output='screen',
    )
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            viewer,
        ]
    )
