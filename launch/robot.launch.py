"""The thinking nodes and the live map beside any body: ros2 launch homebound robot.launch.py

A body is what publishes scan, imu, joint_states and safety and takes cmd_vel.
"""

import tempfile

from ament_index_python.packages import get_packages_with_prefixes
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, SetEnvironmentVariable
from launch.conditions import IfCondition, UnlessCondition
from launch.substitutions import Command, LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = {
    'namespace': ('', 'Before all names, so that several robots share a graph.'),
    'grouped': ('true', 'All that thinks in one process, or in one each.'),
    'use_sim_time': ('false', 'Time is what /clock says.'),
    'respawn': ('false', 'A process that ends is started again, and goes on with its job.'),
    'config': (PathJoinSubstitution([FindPackageShare('homebound'), 'config']), 'Folder with a YAML file for each node.'),
    'port': ('8080', 'Of the live map on 127.0.0.1.'),
}
# What a killed process goes on from, in memory; gone when this launch ends.
RUNTIME = tempfile.TemporaryDirectory(prefix='homebound-', dir='/dev/shm')
THINKING = ['odometry', 'slam', 'drive', 'mission', 'presence', 'hazards', 'diagnostics']


def node(executable, nodes, condition=None):
    """A process of our package with the parameters of its nodes."""
    files = [PathJoinSubstitution([LaunchConfiguration('config'), f'{name}.yaml']) for name in nodes]
    arguments = {name: LaunchConfiguration(name) for name in ('use_sim_time', 'port')}
    return Node(
        package='homebound',
        executable=executable,
        namespace=LaunchConfiguration('namespace'),
        parameters=[*files, arguments],
        respawn=LaunchConfiguration('respawn'),
        respawn_delay=1.0,
        output='screen',
        condition=condition,
    )


def description():
    """The body's shape and wheels for RViz, where robot_state_publisher is installed. Our nodes do without."""
    if 'robot_state_publisher' not in get_packages_with_prefixes():
        return []
    urdf = PathJoinSubstitution([FindPackageShare('homebound'), 'description', 'homebound.urdf'])
    return [
        Node(
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
    ]


def generate_launch_description():
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            SetEnvironmentVariable('RUNTIME_DIRECTORY', RUNTIME.name, condition=IfCondition(LaunchConfiguration('respawn'))),
            node('mind', THINKING, IfCondition(LaunchConfiguration('grouped'))),
            *[node(name, [name], UnlessCondition(LaunchConfiguration('grouped'))) for name in THINKING],
            node('viewer', ['viewer']),
            *description(),
        ]
    )
